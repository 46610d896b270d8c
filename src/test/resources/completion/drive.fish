# Completes each line of the arguments after the first, which is the completion.
source $argv[1]
for line in $argv[2..-1]
    echo "> $line"
    complete -C "$line"
end
