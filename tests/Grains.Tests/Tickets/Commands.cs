using Switchyard.Compute;

namespace Switchyard.Tickets;

/// <summary>Services that are real commands.</summary>
internal static class Commands
{
    /// <summary>Writes when it starts and when it ends, however it does, to the file that its input names.</summary>
    public static ServiceOptions History { get; } = new()
    {
        Name = "history",
        Inputs = [new() { Id = "history", Type = ServiceInputType.String }],
        Command =
        [
            "/bin/sh", "-c",
            """
            history=$(sed 's/.*"history":"\([^"]*\)".*/\1/' in/main.json)
            name=${PWD##*/}
            trap 'echo "ended $name" >> "$history"; exit 1' TERM
            echo "started $name" >> "$history"
            sleep 0.2 & wait $!
            trap '' TERM
            cp in/main.json out/
            echo "done $name" >> "$history"
            """,
        ],
    };

    /// <summary>Does not end when it is told to, nor does what it leaves in the background and in a session of its own.</summary>
    public static ServiceOptions Stubborn { get; } = new()
    {
        Name = "stubborn",
        Command =
        [
            "/bin/sh", "-c",
            """
            trap '' TERM
            sleep 600 &
            setsid sleep 600 &
            echo "It is ready."
            wait
            """,
        ],
    };
}
