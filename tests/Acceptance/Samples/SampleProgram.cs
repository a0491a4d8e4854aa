using System.Diagnostics;
using Switchyard.Servers;

namespace Switchyard.Acceptance.Samples;

/// <summary>A sample, run as its readers run it: in the root of the repository.</summary>
internal static class SampleProgram
{
    public static ProcessStartInfo Of(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Project.PathOf(""),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // No compiler may stay behind that holds our end of the output.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        return start;
    }
}
