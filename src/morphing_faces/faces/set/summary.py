"""What a person is told of preparing: what came of it."""

from pathlib import Path

from morphing_faces.faces.readers.passed_over import called
from morphing_faces.faces.set.faceset import REJECTED, REPORT
from morphing_faces.faces.set.journal import read_state
from morphing_faces.faces.set.prepare import Summary
from morphing_faces.wording import counted


def summary_text(summary: Summary) -> str:
    """What became of the photographs, in a few lines."""
    splits = ", ".join(f"{count:,} {split}" for split, count in summary.splits.items())
    first = (
        f"{summary.folder}: {counted(summary.kept, 'face')} of "
        f"{counted(summary.photographs, 'photograph')} "
        f"in {summary.seconds:,.0f} s ({splits})"
    )
    lines = [first]
    if summary.near_duplicates["pictures"]:
        lines.append(
            f"{summary.near_duplicates['pictures']:,} of the faces are near-duplicates, in "
            f"{counted(summary.near_duplicates['groups'], 'group')}, each in one split"
        )
    if summary.rejected:
        lines.append(f"left out, each with its reason in {REJECTED}:")
        lines += [
            f"{count:>9,}  {reason}" + _mostly(summary.commonest.get(reason))
            for reason, count in summary.rejected.items()
        ]
    if summary.passed_over:
        lines.append("passed over:")
        lines += [
            f"{count:>9,}  {called(kind, count)}" for kind, count in summary.passed_over.items()
        ]
    lines.append(f"look at it: {Path(summary.folder) / REPORT}")
    return "\n".join(lines)


def _mostly(detail: str | None) -> str:
    return f", such as: {detail}" if detail else ""


def stopped_text(folder: Path) -> str:
    """What is left of a preparation that was stopped, and how to go on."""
    state = read_state(folder)
    if state is None:
        return "stopped; nothing is done yet"
    done = f"{counted(state.photographs, 'photograph')} {'is' if state.photographs == 1 else 'are'}"
    return f"stopped; {done} done; go on with the same command"
