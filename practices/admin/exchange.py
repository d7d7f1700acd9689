"""Questions and additions in the hands of curators."""

from functools import partial

from django.contrib import admin

from practices.models import CommentComplaint, Practice, PracticeComment
from publishing.admin.remarks import ComplaintInline, RemarkAdmin, about_filter, desk_address
from publishing.models import QueueItem
from publishing.queue import DESKS

DESKS[Practice.label(), QueueItem.Reason.COMPLAINT] = partial(desk_address, PracticeComment)


class CommentComplaintInline(ComplaintInline):
    model = CommentComplaint


@admin.register(PracticeComment)
class PracticeCommentAdmin(RemarkAdmin):
    about = PracticeComment.ABOUT
    list_filter = [about_filter(PracticeComment), *RemarkAdmin.list_filter]
    fields = [
        "practice", ("kind", "language"), "text", ("author_name", "author_post"),
        ("is_confirmed", "by_the_author", "from_the_place"), "written_at", ("state", "hidden_at", "hidden_by"),
        "hidden_reason",
    ]
    readonly_fields = ["written_at", "state", "hidden_at", "hidden_by", "hidden_reason"]
    inlines = [CommentComplaintInline]
