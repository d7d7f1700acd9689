from django.core import signing
from django.db import models
from django.utils.translation import gettext_lazy as _

from practices.models.practice import Practice
from publishing.models import Comment, Complaint, Mute

MUTE_SALT = "practices.exchange.mute"


class PracticeComment(Comment):
    """A question or an addition under a practice, or an answer to one."""

    ABOUT = "practice"

    practice = models.ForeignKey(
        Practice, verbose_name=_("practice"), on_delete=models.CASCADE, related_name="comments"
    )

    class Meta(Comment.Meta):
        verbose_name = _("question or addition")
        verbose_name_plural = _("questions and additions")
        indexes = [models.Index(fields=["practice", "-id"], name="comments_of_practice")]

    def path(self):
        return f"/practices/remarks/{self.pk}/"


class CommentComplaint(Complaint):
    """A reader says that a remark under a practice should not stand there."""

    comment = models.ForeignKey(PracticeComment, on_delete=models.CASCADE, related_name="complaints")

    class Meta(Complaint.Meta):
        constraints = [models.UniqueConstraint(fields=["comment", "by"], name="complained_once")]


class PracticeMute(Mute):
    """Letters about remarks under this practice are turned off for one person."""

    practice = models.ForeignKey(Practice, on_delete=models.CASCADE, related_name="mutes")

    class Meta(Mute.Meta):
        constraints = [models.UniqueConstraint(fields=["practice", "user"], name="muted_once")]

    @classmethod
    def path_for(cls, publication, user):
        return f"/practices/remarks/mute/{signing.dumps([publication.pk, user.pk], salt=MUTE_SALT)}/"

    @staticmethod
    def named_by(token: str) -> tuple[int, int] | None:
        """The numbers of the practice and the person in a signed link; nothing when it is made up."""
        try:
            practice, user = signing.loads(token, salt=MUTE_SALT)
        except (signing.BadSignature, ValueError):
            return None
        return practice, user
