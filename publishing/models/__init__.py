"""What it means to be published: the publication, its log and queue, remarks under it, and pages of the portal."""

from publishing.models.comment import Comment, CommentQuerySet, Complaint, Mute
from publishing.models.moderation import AppendOnlyQuerySet, ModerationEvent, QueueItem, Version
from publishing.models.page import EDITOR_EXTENSIONS, Page
from publishing.models.publication import Publication, PublicationQuerySet

__all__ = [
    "EDITOR_EXTENSIONS", "AppendOnlyQuerySet", "Comment", "CommentQuerySet", "Complaint", "ModerationEvent", "Mute",
    "Page", "Publication", "PublicationQuerySet", "QueueItem", "Version",
]
