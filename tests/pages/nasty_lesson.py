"""A lesson with markup in everything that a person wrote."""

from bertplay.lessons.lesson import Lesson, Step

NASTY = "<img src=x onerror=alert(1)> ![](http://x) $x$ :red[x] **bold**"

BARK = "The [MASK] barked at the postman."

LESSON = Lesson(
    title=f"Dogs {NASTY}",
    steps=(
        Step(
            page="masked_word",
            question=f"Who barks? {NASTY}",
            inputs={"text": BARK, "tab": "left_right_context"},
            note=NASTY,
            answer=f"A dog. {NASTY}",
        ),
        Step(page="masked_word", question="And now?", inputs={"text": "A [MASK] is [MASK].", "top_k": "3"}),
        Step(page="wordpiece", question="How is it cut?", inputs={"tab": "one_word", "word": "barking"}, fixed=True),
    ),
)
