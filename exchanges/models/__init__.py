from exchanges.models.offers import (
    ImmersionOffer,
    ImmersionWish,
    OfferAttachment,
    OfferStep,
    OfferWindow,
    WishWindow,
)
from exchanges.models.spaces import ExchangeSpace, Structure, StructureStep

__all__ = [
    "ExchangeSpace",
    "ImmersionOffer",
    "ImmersionWish",
    "OfferAttachment",
    "OfferStep",
    "OfferWindow",
    "Structure",
    "StructureStep",
    "WishWindow",
]
