"""How the tests of uploads send a file and read the refusal."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from publishing.uploads import UploadRefused, check_upload


def check(name, content, **options):
    return check_upload(SimpleUploadedFile(name, content), **options)


def refusal(name, content, **options):
    """Code of the refusal; fails when the file passes, or when the sentence has a hole."""
    with pytest.raises(UploadRefused) as refused:
        check(name, content, **options)
    [sentence] = refused.value.messages
    assert sentence.endswith(".")
    assert "%(" not in sentence
    return refused.value.code
