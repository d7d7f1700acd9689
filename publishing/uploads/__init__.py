"""The one way by which a file of a user enters the portal: checked, cleaned, renamed, stored."""

from publishing.uploads.checks import (
    ANY_KIND,
    DOCUMENTS,
    PICTURES,
    WORD,
    Allow,
    CheckedFile,
    accepted_extensions,
    check_count,
    check_upload,
    describe_limits,
)
from publishing.uploads.names import clean_name, upload_path
from publishing.uploads.pictures import Rendition
from publishing.uploads.refusals import UploadRefused
from publishing.uploads.storing import save_file

__all__ = [
    "ANY_KIND",
    "DOCUMENTS",
    "PICTURES",
    "WORD",
    "Allow",
    "CheckedFile",
    "Rendition",
    "UploadRefused",
    "accepted_extensions",
    "check_count",
    "check_upload",
    "clean_name",
    "describe_limits",
    "save_file",
    "upload_path",
]
