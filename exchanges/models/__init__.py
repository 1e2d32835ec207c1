from exchanges.models.ledger import LedgerEntry
from exchanges.models.offers import (
    ImmersionOffer,
    ImmersionWish,
    OfferAttachment,
    OfferStep,
    OfferWindow,
    WishWindow,
)
from exchanges.models.requests import ImmersionRequest
from exchanges.models.spaces import ExchangeSpace, Structure, StructureStep

__all__ = [
    "ExchangeSpace",
    "ImmersionOffer",
    "ImmersionRequest",
    "ImmersionWish",
    "LedgerEntry",
    "OfferAttachment",
    "OfferStep",
    "OfferWindow",
    "Structure",
    "StructureStep",
    "WishWindow",
]
