"""The web widget: bytes over the wire, time until it can be used, first reply; beside ready-made widgets."""
