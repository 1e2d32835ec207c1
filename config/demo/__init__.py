"""The demonstration: an invented world, loaded by `manage.py load_demo` where settings.DEMO says so."""
