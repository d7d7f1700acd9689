"""Several people press at the same moment."""

import threading

from django.db import connection


def at_once(works) -> list:
    """Run the functions in threads that start together; give their results or exceptions in the same order."""
    works = list(works)
    gate = threading.Barrier(len(works))
    results = [None] * len(works)

    def run(number, work):
        try:
            gate.wait(timeout=10)
            results[number] = work()
        except Exception as error:  # noqa: BLE001 - the exception is what the test looks at
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    return results
