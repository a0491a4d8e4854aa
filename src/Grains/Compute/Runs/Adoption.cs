using System.Runtime.InteropServices;

namespace Switchyard.Compute.Runs;

/// <summary>
/// What makes the supervisor of a run the parent of all orphans below it (a child subreaper), where it has no control group:
/// no shell can say that. Perl does it in some milliseconds; where there is none, the node's own program in some tens.
/// </summary>
internal static class Adoption
{
    private const string Perl = "/usr/bin/perl";

    /// <summary>What comes before a program, which must be a path.</summary>
    public static IReadOnlyList<string> Command(bool withPerl = true) => withPerl && PerlCode is { } code && File.Exists(Perl)
        ? [Perl, "-e", code, "--"]
        : [.. OwnProgram.Command(), OwnProgram.AdoptVerb];

    /// <summary>The number of <c>prctl</c> is the processor's; 36 is PR_SET_CHILD_SUBREAPER.</summary>
    private static string? PerlCode => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => Code(157),
        Architecture.Arm64 => Code(167),
        _ => null,
    };

    private static string Code(int call) => $"syscall({call}, 36, 1, 0, 0, 0) == 0 or exit 126; exec {{ $ARGV[0] }} @ARGV; exit 127";
}
