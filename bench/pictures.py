"""Draws twenty photographs of 12 megapixels as the worker does: `python -m bench.pictures`.

They are made first, in a process of their own; then a fresh process draws the renditions of one after another
and prints its highest memory and its time. `--upload` measures the redrawing of an upload instead.
"""

import argparse
import multiprocessing
import os
import resource
import tempfile
import time
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
# Nothing here asks the database; the settings want its name all the same.
os.environ.setdefault("SECRET_KEY", "bench")
os.environ.setdefault("DATABASE_URL", "postgresql://nobody@127.0.0.1:9/none")
django.setup()

from PIL import Image  # noqa: E402

from practices.pictures.drawing import BUDGETS, draw  # noqa: E402
from publishing.uploads.pictures import redraw  # noqa: E402

SIZE, NUMBER = (4000, 3000), 20
KINDS = ("jpeg", "jpeg", "jpeg", "cmyk.jpeg", "webp", "png", "16-bit.png")
MB = 1024


def make(folder: Path, number: int) -> None:
    shapes = Image.effect_mandelbrot((1000, 750), (-2, -1.5, 1, 1.5), 60).convert("RGB").resize(SIZE)
    grain = Image.effect_noise((1000, 750), 40).convert("RGB").resize(SIZE)
    photo = Image.blend(shapes, grain, 0.3)
    deep = photo.convert("L").convert("I").point(lambda grey: grey * 256).convert("I;16")
    for count in range(number):
        kind = KINDS[count % len(KINDS)]
        image = {"cmyk.jpeg": photo.convert("CMYK"), "16-bit.png": deep}.get(kind, photo)
        image.save(folder / f"{count:02}.{kind}", kind.rpartition(".")[2].upper())


def draw_all(folder: Path, upload: bool) -> None:
    before = peak()
    wanted = {(format, width) for format in ("avif", "webp") for width in BUDGETS}
    for path in sorted(folder.iterdir()):
        started = time.perf_counter()
        if upload:
            sizes = [drawn.content.size for drawn in redraw(path.read_bytes(), 40_000_000)]
        else:
            with path.open("rb") as file:
                sizes = [len(drawn.content) for drawn in draw(file, wanted)]
        seconds = time.perf_counter() - started
        print(f"{path.name:16} {seconds:5.1f} s  {', '.join(f'{size // 1024} KB' for size in sizes)}  peak {peak()} MB")
    print(f"peak {peak()} MB, {before} MB before the first picture")


def peak() -> int:
    """The highest memory of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // MB


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--number", type=int, default=NUMBER)
    options.add_argument("--upload", action="store_true")
    chosen = options.parse_args()
    fresh = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        for work, rest in ((make, chosen.number), (draw_all, chosen.upload)):
            process = fresh.Process(target=work, args=(Path(folder), rest))
            process.start()
            process.join()


if __name__ == "__main__":
    main()
