# SPDX-License-Identifier: GPL-3.0-or-later
# fish completion for strandline-cli

set -l commands init create status show log
complete -c strandline-cli -f
complete -c strandline-cli -l project -x -a '(__fish_complete_directories)' -d 'Folder of the project'
complete -c strandline-cli -l env -x -d 'Environment to use'
complete -c strandline-cli -l json -d 'Print one JSON document'
complete -c strandline-cli -l yes -d 'Answer yes beforehand'
complete -c strandline-cli -s h -l help -d 'Show help'
complete -c strandline-cli -l version -d 'Show the version'
complete -c strandline-cli -n "not __fish_seen_subcommand_from $commands" -a init -d 'Make a folder a project'
complete -c strandline-cli -n "not __fish_seen_subcommand_from $commands" -a create -d 'Write a new migration from a template'
complete -c strandline-cli -n "not __fish_seen_subcommand_from $commands" -a status -d 'Show the timeline'
complete -c strandline-cli -n "not __fish_seen_subcommand_from $commands" -a show -d 'Show the SQL of one migration'
complete -c strandline-cli -n "not __fish_seen_subcommand_from $commands" -a log -d 'Show what happened in the database'
complete -c strandline-cli -n '__fish_seen_subcommand_from create' -l kind -x \
    -a 'table alter sync data index fk check comment empty' -d 'Template'
complete -c strandline-cli -n '__fish_seen_subcommand_from status' -l exit-code -d 'End with 3 when anything is pending'
