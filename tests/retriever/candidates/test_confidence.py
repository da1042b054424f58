"""The fitted model of confidence."""

from __future__ import annotations

from retriever.candidates.confidence import FEATURES, FREE, GROUPS, PRIOR, least, model


def test_the_model_covers_every_form_and_keeps_the_signs_set_by_hand() -> None:
    fitted = model()
    assert set(fitted.weights) == set(PRIOR) == {form for group in GROUPS for form in group}
    assert {name.removesuffix(" en") for name in fitted.answer_from} <= set(PRIOR)
    for form, weights in fitted.weights.items():
        assert set(weights) <= {"bias", *FEATURES}
        for name, weight in weights.items():
            assert name in FREE | {"bias"} or weight * PRIOR[form].get(name, 0.0) >= 0, (form, name)
        assert all(0 < least(form, latin) < 1 for latin in (False, True))
