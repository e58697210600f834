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

complete -c strandline-cli -n '__fish_seen_subcommand_from init' -x -a '(__fish_complete_directories)'
complete -c strandline-cli -n '__fish_seen_subcommand_from init' -l name -x -d 'Name of the project'
complete -c strandline-cli -n '__fish_seen_subcommand_from init' -l url -x -d 'URL of the development database'
complete -c strandline-cli -n '__fish_seen_subcommand_from init' -l migrations -x -a '(__fish_complete_directories)' \
    -d 'Folder for the migrations'
complete -c strandline-cli -n '__fish_seen_subcommand_from init' -l sample -d 'Write the sample project'
complete -c strandline-cli -n '__fish_seen_subcommand_from create' -l kind -x \
    -a 'table alter sync data index fk check comment empty' -d 'Template'
complete -c strandline-cli -n '__fish_seen_subcommand_from create' -l table -x -d 'Table it is about'
complete -c strandline-cli -n '__fish_seen_subcommand_from create' -l column -x -d 'Column it is about'
complete -c strandline-cli -n '__fish_seen_subcommand_from create' -l references -x -d 'Table that a foreign key leads to'
complete -c strandline-cli -n '__fish_seen_subcommand_from create' -l dry-run -d 'Print and write nothing'
complete -c strandline-cli -n '__fish_seen_subcommand_from status' -l exit-code -d 'End with 3 when anything is pending'
complete -c strandline-cli -n '__fish_seen_subcommand_from show' -l up -d 'The up script only'
complete -c strandline-cli -n '__fish_seen_subcommand_from show' -l down -d 'The down script only'
complete -c strandline-cli -n '__fish_seen_subcommand_from log' -l limit -x -d 'How many events'
complete -c strandline-cli -n '__fish_seen_subcommand_from log' -l migration -x -d 'Only events of this one'
