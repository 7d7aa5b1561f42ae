"""A refusal that people may read."""


class Refusal(Exception):
    """Something that cannot be done now; the message is a translated sentence for the person who tried."""

    #: The status of an answer that says only this; a form that is shown again uses it too.
    status = 409
