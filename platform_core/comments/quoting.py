"""Passages of others among one's own words: a Markdown quotation that says whose they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from platform_core.comments.models import Comment

LONGEST = 600
#: What Markdown would read as more than the letter it is.
SIGNS = re.compile(r"([\\`*_\[\]<>#~|!&])")


def head_of(comment: Comment) -> str:
    """The first line of a quotation: whose words they are."""
    name = SIGNS.sub(r"\\\1", comment.author.public_name)
    return f"> {_('%(name)s wrote:') % {'name': name}}"


def quote_of(comment: Comment) -> str:
    """A comment as a quotation to answer below; quotations in it and what is too long are left out."""
    own = "\n".join(line for line in comment.body.split("\n") if not line.startswith(">")).strip()
    passage = own if len(own) <= LONGEST else own[:LONGEST].rsplit(" ", 1)[0] + " …"
    lines = [f"> {line}".rstrip() for line in passage.split("\n")]
    return "\n".join([head_of(comment), *lines]) + "\n\n"
