# SPDX-License-Identifier: GPL-3.0-or-later
# bash completion for strandline-cli

_strandline_cli() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command="" i
    COMPREPLY=()
    for ((i = 1; i < COMP_CWORD; i++)); do
        case "${COMP_WORDS[i]}" in
            --project | --env | --kind | --name | --url | --migrations | --table | --column | --references | --limit | --migration | \
                --to | --only | --down-to | --save | --plan | --lock-wait | --count | --at | --reason | --resolved | \
                --engine | --adopt | --rename | --renames | --from)
                ((i++))
                ;;
            -*) ;;
            *) command=${COMP_WORDS[i]}; break ;;
        esac
    done
    [[ $command == plan && $before == --down ]] && return
    case "$before" in
        --project | --migrations)
            compopt -o filenames 2>/dev/null
            mapfile -t COMPREPLY < <(compgen -d -- "$word")
            return
            ;;
        --save | --plan)
            compopt -o filenames 2>/dev/null
            mapfile -t COMPREPLY < <(compgen -f -- "$word")
            return
            ;;
        --resolved)
            mapfile -t COMPREPLY < <(compgen -W "applied pending" -- "$word")
            return
            ;;
        --engine)
            mapfile -t COMPREPLY < <(compgen -W "postgresql mariadb sqlite" -- "$word")
            return
            ;;
        --renames)
            mapfile -t COMPREPLY < <(compgen -W "ask none" -- "$word")
            return
            ;;
        --from)
            mapfile -t COMPREPLY < <(compgen -W "migrations database" -- "$word")
            return
            ;;
        --adopt | --rename) return ;;
        --env | --name | --url | --table | --column | --references | --limit | --migration) return ;;
        --to | --only | --down-to | --lock-wait | --count | --at | --reason) return ;;
        --kind)
            mapfile -t COMPREPLY < <(compgen -W "table alter sync data index fk check comment empty" -- "$word")
            return
            ;;
    esac
    local options="--project --env --json --yes --help --version"
    case "$command" in
        "") [[ $word == -* ]] || options="init create status show plan up down goto resume repair baseline mark log schema verify generate drop sync" ;;
        init) options="$options --name --url --migrations --sample" ;;
        create) options="$options --kind --table --column --references --dry-run" ;;
        status) options="$options --exit-code" ;;
        show) options="$options --up --down" ;;
        log) options="$options --limit --migration" ;;
        plan) options="$options --to --only --down --down-to --single-transaction --sql --save" ;;
        up) options="$options --to --only --plan --if-needed --single-transaction --out-of-order --dry-run --allow-data-loss --force-enabled --lock-wait" ;;
        down) options="$options --to --count --all --single-transaction --dry-run --allow-data-loss --force-enabled --lock-wait" ;;
        goto) options="$options --single-transaction --out-of-order --dry-run --allow-data-loss --force-enabled --lock-wait" ;;
        resume) options="$options --at --only-this --dry-run --allow-data-loss --force-enabled --lock-wait" ;;
        repair) options="$options --undo --resolved --accept-text --forget --dry-run --allow-data-loss --reason --force-enabled --lock-wait" ;;
        baseline) options="$options --reason --force-enabled --lock-wait" ;;
        mark) options="$options --reason --force-enabled --lock-wait" ;;
        schema) options="$options --up --down --rename --renames --online --engine" ;;
        verify) options="$options --adopt --rename --renames --dry-run" ;;
        generate) options="$options --dry-run --from --rename --renames --online" ;;
        drop) options="$options --dry-run --emergency --force-enabled --lock-wait" ;;
        sync) options="$options --dry-run --emergency --force-enabled --lock-wait" ;;
    esac
    if [[ $command == init && $word != -* ]]; then
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(compgen -d -- "$word")
    elif [[ $command == schema && $word != -* ]]; then
        if [[ $before == schema ]]; then
            mapfile -t COMPREPLY < <(compgen -W "inspect dump diff" -- "$word")
        else
            compopt -o filenames 2>/dev/null
            mapfile -t COMPREPLY < <(compgen -f -- "$word")
        fi
    elif [[ $command == mark && $word != -* && $before != mark ]]; then
        mapfile -t COMPREPLY < <(compgen -W "applied skipped pending" -- "$word")
    elif [[ -z $command || $word == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
    fi
}
complete -F _strandline_cli strandline-cli
