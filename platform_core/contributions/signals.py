"""What happened to contributions and comments, for those who listen: mails, digests, counters.

Sent inside the transaction of the act; whoever acts on the outside world waits for its commit.
"""

from django.dispatch import Signal

contribution_published = Signal()  # contribution, by
contribution_hidden = Signal()  # contribution, by
contribution_restored = Signal()  # contribution, by
comment_published = Signal()  # comment, by
comment_hidden = Signal()  # comment, by
answer_published = Signal()  # answer, contribution, by
