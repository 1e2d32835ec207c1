"""The demonstration world: everything and everyone in it is invented; its dates follow today's."""
