# SPDX-License-Identifier: GPL-3.0-or-later
# bash completion for strandline-cli

_strandline_cli() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command="" i
    COMPREPLY=()
    for ((i = 1; i < COMP_CWORD; i++)); do
        case "${COMP_WORDS[i]}" in
            --project | --env | --kind | --name | --url | --migrations | --table | --column | --references | --limit | --migration)
                ((i++))
                ;;
            -*) ;;
            *) command=${COMP_WORDS[i]}; break ;;
        esac
    done
    case "$before" in
        --project | --migrations)
            compopt -o filenames 2>/dev/null
            mapfile -t COMPREPLY < <(compgen -d -- "$word")
            return
            ;;
        --env | --name | --url | --table | --column | --references | --limit | --migration) return ;;
        --kind)
            mapfile -t COMPREPLY < <(compgen -W "table alter sync data index fk check comment empty" -- "$word")
            return
            ;;
    esac
    local options="--project --env --json --yes --help --version"
    case "$command" in
        "") [[ $word == -* ]] || options="init create status show log" ;;
        init) options="$options --name --url --migrations --sample" ;;
        create) options="$options --kind --table --column --references --dry-run" ;;
        status) options="$options --exit-code" ;;
        show) options="$options --up --down" ;;
        log) options="$options --limit --migration" ;;
    esac
    if [[ $command == init && $word != -* ]]; then
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(compgen -d -- "$word")
    elif [[ -z $command || $word == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
    fi
}
complete -F _strandline_cli strandline-cli
