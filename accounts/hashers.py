from django.contrib.auth.hashers import Argon2PasswordHasher


class ThriftyArgon2(Argon2PasswordHasher):
    """Argon2id with 19 MiB a hash: eight people signing in at once need 150 MB, not 800."""

    memory_cost = 19 * 1024  # KiB; with two passes this is the lower line that OWASP recommends
    time_cost = 2
    parallelism = 1
