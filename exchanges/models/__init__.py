from exchanges.models.charters import CharterValidation, CharterVersion
from exchanges.models.ledger import LedgerEntry
from exchanges.models.offers import (
    ImmersionOffer,
    ImmersionWish,
    OfferAttachment,
    OfferStep,
    OfferWindow,
    WishWindow,
)
from exchanges.models.questionnaires import EffectReview, ImageQuestion, ImageSheet, ImageVersion
from exchanges.models.requests import ImmersionRequest
from exchanges.models.rings import Ring, RingLeg, RingRun
from exchanges.models.spaces import ExchangeSpace, Structure, StructureStep

__all__ = [
    "CharterValidation",
    "CharterVersion",
    "EffectReview",
    "ExchangeSpace",
    "ImageQuestion",
    "ImageSheet",
    "ImageVersion",
    "ImmersionOffer",
    "ImmersionRequest",
    "ImmersionWish",
    "LedgerEntry",
    "OfferAttachment",
    "OfferStep",
    "OfferWindow",
    "Ring",
    "RingLeg",
    "RingRun",
    "Structure",
    "StructureStep",
    "WishWindow",
]
