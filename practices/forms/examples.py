"""One example for every question of the submission, in the words of a village; the forms show it folded."""

from django.utils.translation import gettext_lazy as _

EXAMPLES = {
    "title": _("Street light on three village streets"),
    "summary": _(
        "Residents and the ayil okmotu put up 40 lamps on three streets. In the evening it became light, and theft "
        "from yards stopped."
    ),
    "kind": _(
        "«We put up street lamps in our village» is a case; «How we count votes at a gathering» is a method; «Our "
        "table for the water fee» is a tool."
    ),
    "method_1": _("If you held public hearings by the steps that stand in this portal, choose them here."),
    "method_2": _("If you also took a ready form of a contract from this portal, choose it here."),
    "method_3": _("Leave it as it is if there were no more."),
    "territory": _("Ak-Suu (ayil aimak), if the work was done in one of its villages."),
    "place_note": _("The villages Boz-Uchuk and Otradnoe"),
    "year_from": "2021",
    "year_to": "2023",
    "topics": _("For street lamps paid by the residents: «Street lighting» and «Ashar»."),
    "problem": _(
        "There was no light on the streets. Children came home from school in the dark, the shop closed at five. "
        "The budget had no money for poles."
    ),
    "solution": _(
        "At the gathering people chose three streets. The budget paid for the lamps, residents dug in the poles "
        "themselves. One electrician was hired for a month."
    ),
    "outcome": _("The lamps burn on two streets, on the third one the cable was stolen: «It worked in part»."),
    "population": "2 500",
    "people_needed": "4",
    "people_note": _(
        "A specialist keeps the list, the village head collects the fee, an electrician works two days a month."
    ),
    "risks": _(
        "People were afraid that they would have to pay much. We hung the calculation at the shop: 20 som a month."
    ),
    "lessons": _("We would first agree on who changes burnt-out lamps. For half a year nobody did."),
    "contact_post": _("Responsible secretary of the ayil okmotu"),
    "cost_total": "1 250 000",
    "upkeep_cost": "96 000",
    "cost_note": _("The grant was given on condition that residents pay a tenth themselves."),
    "legal_basis": _("Decision of our ayil kenesh No. 14 of 12 March 2021, which set the fee for lighting."),
    "caption": _("The new water tower"),
    "file": _("A photograph of the street before and another after; the decision of the kenesh as PDF."),
}
# One whole row of each set.
ROW_EXAMPLES = {
    "steps": _(
        "What to do: «Hold a gathering of the street». How: «We announced it three days before, 45 people came. They "
        "chose three streets and a group of five»."
    ),
    "indicators": _("What was measured: «Lamps that burn». Unit: «pieces». Before: «0». After: «40»."),
    "fundings": _("Who paid: «Local budget». How much: «450 000». For what: «poles and lamps». When: «05.2021»."),
    "citations": _(
        "Act: the law on local state administration and local self-government bodies. Article: «art. 34, part 2»."
    ),
    "sources": _("What it is: «Article about the lamps in the district newspaper». Address: «https://…»."),
}


def give_examples(fields) -> None:
    """Put its example beside each field of a form."""
    for name, field in fields.items():
        field.example = EXAMPLES.get(name, "")
