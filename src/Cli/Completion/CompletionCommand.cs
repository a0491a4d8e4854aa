using System.CommandLine;
using Switchyard.Cli.Running;

namespace Switchyard.Cli.Completion;

/// <summary>What a shell reads to complete this program's words: it asks the program, which asks the node for names.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        # switchyard's words for bash: source <(switchyard completion bash)
        _switchyard() {
          # Not by compgen -W, which would run what stands in a name.
          local word=${COMP_WORDS[COMP_CWORD]} found
          COMPREPLY=()
          while IFS= read -r found; do
            [[ $found == "$word"* ]] && COMPREPLY+=("$found")
          done < <("${COMP_WORDS[0]}" "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null </dev/null)
        }
        complete -o default -F _switchyard switchyard
        """;

    private const string Zsh = """
        #compdef switchyard
        # switchyard's words for zsh: source <(switchyard completion zsh), after compinit
        _switchyard() {
          local -a found
          found=("${(@f)$("${words[1]}" "[suggest:$(( ${#${(j: :)words[1,CURRENT]}} ))]" "${(j: :)words[1,CURRENT]}" 2>/dev/null </dev/null)}")
          compadd -a found
        }
        compdef _switchyard switchyard
        """;

    private const string Fish = """
        # switchyard's words for fish: switchyard completion fish > ~/.config/fish/completions/switchyard.fish
        function __switchyard
          set -l line (commandline -cp)
          switchyard "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null </dev/null
        end
        complete -c switchyard -f -a '(__switchyard)'
        """;

    private static readonly Dictionary<string, string> Scripts = new(StringComparer.Ordinal) { ["bash"] = Bash, ["zsh"] = Zsh, ["fish"] = Fish };

    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or fish" };
        shell.AcceptOnlyFromAmong([.. Scripts.Keys]);
        return new Command("completion", "A script that lets a shell complete words, also names of queues and sources") { shell }
            .Example("source <(switchyard completion bash)")
            .Does(session =>
            {
                session.Screen.Line(Scripts[session.Get(shell)]);
                return Task.CompletedTask;
            });
    }
}
