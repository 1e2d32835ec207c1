from internships.services.grids.editing import (
    CriterionData,
    add_grid,
    begin_draft,
    copy_grid,
    describe,
    drop_draft,
    move_criterion,
    publish,
    remove_criterion,
    retire,
    save_criterion,
)
from internships.services.grids.sharing import adopt, give_up, share, withdraw

__all__ = [
    "CriterionData",
    "add_grid",
    "adopt",
    "begin_draft",
    "copy_grid",
    "describe",
    "drop_draft",
    "give_up",
    "move_criterion",
    "publish",
    "remove_criterion",
    "retire",
    "save_criterion",
    "share",
    "withdraw",
]
