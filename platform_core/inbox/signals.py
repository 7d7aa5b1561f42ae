"""What happened to cases, for those who tell people; sent inside the transaction of the act."""

from django.dispatch import Signal

case_opened = Signal()  # case, by
case_assigned = Signal()  # case, by: to the case's assignee or department
case_noted = Signal()  # case, note, mentions (people), by
case_paused = Signal()  # case, by
case_resumed = Signal()  # case, by
case_closed = Signal()  # case, by
case_reopened = Signal()  # case, by
