"""What nobody needs any more, or what a place lacks: found by `baukasten doctor`, mended by `--repair`."""

from provisioning.repair.findings import Finding, find, finders, mend

__all__ = ["Finding", "find", "finders", "mend"]
