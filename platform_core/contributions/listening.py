"""Links are looked at again when what they lead to comes, goes or moves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models.signals import post_delete, post_save

from platform_core import registry
from platform_core.contributions import signals
from platform_core.scope import current_place

if TYPE_CHECKING:
    from platform_core.contributions.models import Contribution


def listen() -> None:
    """Connect to what happens to contributions of any kind, and to the texts that the place answers for."""
    for signal in (signals.contribution_published, signals.contribution_hidden, signals.contribution_restored):
        signal.connect(contribution_changed, dispatch_uid=f"links-{id(signal)}")
    for kind in (kind for module in registry.modules().values() for kind in module.kinds if kind.editors):
        post_save.connect(text_saved, sender=kind.model, dispatch_uid=f"links-{kind.model._meta.label}")
        post_delete.connect(text_gone, sender=kind.model, dispatch_uid=f"links-{kind.model._meta.label}")


def contribution_changed(sender: object, contribution: Contribution, **more: Any) -> None:
    """Only its own kind knows its address; a kind that nobody brings here has none."""
    from platform_core.contributions.links import check_links_to

    model: Any = registry.model_of_kind(contribution.kind, current_place())
    if model is None:
        return
    own = contribution if isinstance(contribution, model) else model._default_manager.filter(pk=contribution.pk).first()
    if own is not None:
        check_links_to(own.link_stem)


def text_saved(sender: object, instance: Contribution, **more: Any) -> None:
    from platform_core.contributions.links import check_links_to, check_text

    check_text(instance)
    check_links_to(instance.link_stem)


def text_gone(sender: object, instance: Contribution, **more: Any) -> None:
    from platform_core.contributions.links import check_links_to

    check_links_to(instance.link_stem)
