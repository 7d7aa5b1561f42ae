"""What moderation did, for those who tell people; sent inside the transaction of the act."""

from django.dispatch import Signal

notice_received = Signal()  # notice
decided = Signal()  # decision, notices (those that it answers)
