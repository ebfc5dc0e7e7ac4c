"""The screens that people come with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Look:
    """A screen, and what the person set their device to."""

    name: str
    width: int
    height: int
    more: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.name

    def context(self) -> dict[str, Any]:
        """Return what Playwright wants of a context."""
        return {"viewport": {"width": self.width, "height": self.height}, **self.more}


_DARK = {"color_scheme": "dark"}
_TOUCH = {"has_touch": True, "is_mobile": True}
PHONE = Look("phone", 360, 740, _TOUCH)
PHONE_DARK = Look("phone-dark", 360, 740, _TOUCH | _DARK)
DESK = Look("desk", 1280, 800)
DESK_DARK = Look("desk-dark", 1280, 800, _DARK)
NARROW = Look("320-px", 320, 568)
#: A window of 1280×800 at 400%: that many CSS pixels are left, each four by four real ones.
ZOOMED = Look("zoom-400", 320, 200, {"device_scale_factor": 4})
#: A phone whose keyboard is open, and one laid on its side.
TYPING = Look("typing", 360, 400, _TOUCH)
ASIDE = Look("aside", 740, 360, _TOUCH)
FORCED = Look("forced-colours", 1280, 800, {"forced_colors": "active"})
CALM = Look("reduced-motion", 1280, 800, {"reduced_motion": "reduce"})
#: What every state is measured and pictured in.
EVERY_LOOK = (PHONE, PHONE_DARK, DESK, DESK_DARK, NARROW, ZOOMED, FORCED, CALM)
