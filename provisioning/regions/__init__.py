"""Region as code: a TOML file names an agency, its responsible bodies and its places."""

from provisioning.regions.apply import apply_file

__all__ = ["apply_file"]
