"""The signature by which every antivirus is tested is refused; there is no virus database of our own."""

from publishing.uploads.refusals import UploadRefused

# Not the whole test string, so that no antivirus takes this file away.
_TEST_SIGNATURE = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"


def check_viruses(content: bytes) -> None:
    """Refuses content that carries the EICAR test signature."""
    if _TEST_SIGNATURE in content:
        raise UploadRefused("infected")
