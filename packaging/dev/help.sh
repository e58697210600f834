# shellcheck shell=bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The texts of --help. One function per verb would be longer than the texts.

VERBS="setup build run test bench screenshots lint fuzz fuzz-diff fault package"

is_verb() { case " $VERBS " in *" $1 "*) return 0 ;; *) return 1 ;; esac; }

usage_error() {
    warn "$1"
    note "see ./dev --help"
    exit 64
}

show_help() {
    case "${1:-}" in
        "") cat <<'END'
Strandline, for those who build it. On Debian 12 or 13, a bare machine is enough.

  ./dev run            build and open the window on the sample project
  ./dev test           build and run every test, against real servers that the tests start themselves

  ./dev setup          get what is missing: Debian packages, KSyntaxHighlighting, a configured build
  ./dev build          build only
  ./dev lint           formatting, layers, warnings, shell scripts; --fix repairs what it can
  ./dev bench          measure, optimised
  ./dev screenshots    walk through the window on a display of its own, into docs/screenshots/
  ./dev fuzz           feed the statement splitter with nonsense
  ./dev fuzz-diff      walk between random schemas and back
  ./dev fault          let runs be killed, cut off and crowded at every point
  ./dev package        make a Debian package and an archive, and try them

Each verb does first whatever it needs, and takes seconds when nothing changed.
More about one: ./dev help VERB
END
            ;;
        setup) cat <<'END'
./dev setup
    Installs the Debian packages that are missing (as root; else by sudo; else it prints the command and stops), gets
    KSyntaxHighlighting for Qt 6 (Debian 13 has it; for Debian 12 it is built once from Debian's source), and configures
    build/dev. Starts no service and creates no database cluster on this machine.

./dev setup --check [bookworm|trixie|all] [--cache FOLDER] [--keep]
    Proves that a bare machine is enough: makes a minimal Debian in a temporary folder, clones HEAD into it under a
    path with spaces, runs ./dev test there, and prints the minutes. Root only; needs debootstrap, the network, about
    8 GB below $TMPDIR (or /tmp) and half an hour. Without a release it takes this machine's own.
    --cache FOLDER   keep the minimal Debians, downloaded packages and compiled objects there, to be faster the next
                     time; the minutes are then not those of a bare machine
    --keep           leave the folder for a look when the check fails (mounts are removed all the same)
END
            ;;
        build) cat <<'END'
./dev build [--preset NAME] [TARGET…]
    Builds build/NAME (default: dev). Presets: dev release package asan tsan clang fuzz tidy coverage.
END
            ;;
        run) cat <<'END'
./dev run [-- ARGUMENT…]
    Opens the window on the sample project. With --, starts the program with exactly these arguments instead, for
    example: ./dev run -- ~/my/project
END
            ;;
        test) cat <<'END'
./dev test [--preset NAME] [CTEST-ARGUMENT…]
    Builds everything and runs every test; a private PostgreSQL and MariaDB are started and stopped by the tests.
    The arguments go to ctest, for example:
        ./dev test -R splitter            tests whose name contains "splitter"
        ./dev test -L arch                the layer checks
        ./dev test --rerun-failed
        ./dev test --preset asan          AddressSanitizer and UndefinedBehaviorSanitizer, core only
END
            ;;
        bench) cat <<'END'
./dev bench [NAME [ARGUMENT…]]
    Builds the preset release and runs its programs bench_*, or the one called bench_NAME. Numbers depend on the
    machine: compare only what was measured on the same one.
END
            ;;
        screenshots) cat <<'END'
./dev screenshots [FOLDER]
    Walks through the window on a display of its own (Xvfb and openbox), light and dark, 1280x800 and 1024x640, and
    leaves pictures in FOLDER (default: docs/screenshots). Look at them before you commit them.
END
            ;;
        lint) cat <<'END'
./dev lint [--fix] [--tidy]
    Checks formatting (clang-format 14, as in Debian 12), that everything builds without a warning, who includes whom
    (tests/arch/layers.txt), shell scripts, and the desktop metadata.
    --fix    rewrites the formatting instead of complaining
    --tidy   also runs clang-tidy over every own file; slow
END
            ;;
        fuzz) cat <<'END'
./dev fuzz [SECONDS] [DIALECT…]
    Runs the fuzzers of the statement splitter for SECONDS each (default: 60). Dialects: postgresql mysql sqlite, and all
    of them if none is named. What they learn stays in build/fuzz/corpus/; a finding is written to build/fuzz/findings/.
END
            ;;
        fuzz-diff) cat <<'END'
./dev fuzz-diff [ROUNDS] [ENGINE…] [--seed N]
    Builds random schemas with rows, edits them at random, and walks between both by generated statements on a real engine:
    up has to reach the new schema, every column that stays has to keep its values, and down has to return to the old one.
    ROUNDS for each engine (default: 1000). Engines: sqlite postgresql mariadb, and all of them if none is named. Each round
    has a seed, the first one N (default: another one each time); the seeds of rounds that go wrong are printed.
END
            ;;
        fault) cat <<'END'
./dev fault [--quick | --every-stop] [ENGINE…]
    Proves what applying promises, for sqlite, postgresql and mariadb or those that are named, on servers of its own.
    Lets something go wrong before and after every statement of a run: the program is killed, the statement fails, the
    connection breaks, the disk is full, and at each seventh point the server is killed. Each time the database has to be
    in the state that is reported, and one further command has to lead to the wanted end. Then 2 and 20 processes apply
    the same migrations to a fresh database at the same moment, 100 times: each migration has to run exactly once.
    Prints counts and seconds; takes most of an hour on two cores. The full disk needs the right to mount one, and
    is left out without it. Lines of what runs at the same time go to build/dev/fault/.
    --quick       each 17th point and 3 rounds
    --every-stop  also kills the server at every point, which takes an hour more
END
            ;;
        package) cat <<'END'
./dev package
    Makes a Debian package for this release and an archive of the install tree in build/packages/, then unpacks both
    into a temporary folder and runs the programs from there.
END
            ;;
        *) usage_error "there is no verb \"$1\"" ;;
    esac
}
