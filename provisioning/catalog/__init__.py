"""All German municipalities, Kreise and associations, and the Ortsteile that agencies add."""
