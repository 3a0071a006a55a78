/// A repository behind the git command, which is not trusted with anything but text.
///
/// Read [org.inquest.diagnose.history.git.GitCommitLog] first: what is asked and how; `GitProcess`
/// has what keeps a hostile repository from running programs, `CommitRecords` and `PatchReader`
/// read what git prints. Options are those of git-log(1), git-grep(1), git-name-rev(1),
/// git-cat-file(1); nothing newer than git 2.24 (`--end-of-options`) is needed.
///
/// To ask something new: a method of [org.inquest.diagnose.history.CommitLog], here a command that
/// reads objects only, never the work tree or the index.
@NullMarked
package org.inquest.diagnose.history.git;

import org.jspecify.annotations.NullMarked;
