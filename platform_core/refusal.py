"""A refusal that people may read."""


class Refusal(Exception):
    """Something that cannot be done now; the message is a translated sentence for the person who tried."""
