"""Pictures of the demonstration's hosts, drawn by program in the colours of the site's look.

`picture(name)` gives the bytes of one of them. Each scene is a function of `drawing.scenes` that paints a Canvas.
"""

from __future__ import annotations

from config.demo.drawing import scenes_indoors, scenes_north, scenes_south
from config.demo.drawing.canvas import Canvas

SCENES = {**scenes_north.SCENES, **scenes_south.SCENES, **scenes_indoors.SCENES}


def picture(name: str) -> bytes:
    """The scene as a PNG of 1,200 × 800 pixels. Raises KeyError on an unknown name."""
    canvas = Canvas()
    SCENES[name](canvas)
    return canvas.png()
