from argon2 import extract_parameters
from django.contrib.auth.hashers import check_password, make_password


def test_hash_is_argon2id_and_takes_about_twenty_megabytes(settings):
    settings.PASSWORD_HASHERS = ["accounts.hashers.ThriftyArgon2"]
    encoded = make_password("төрт сөз бир катарда")
    parameters = extract_parameters(encoded.removeprefix("argon2"))
    assert parameters.type.name == "ID" and 19 * 1024 <= parameters.memory_cost <= 46 * 1024
    assert check_password("төрт сөз бир катарда", encoded)
    assert not check_password("төрт сөз бир катард", encoded)
