using Switchyard.Tasks.Lane;

namespace Switchyard.Tasks.Rules;

/// <summary>What is to be read of the store for a window: one statement for each of the two.</summary>
/// <param name="Places">Groups from their places on.</param>
/// <param name="Each">Rows of each of them.</param>
/// <param name="Groups">Those that it is about.</param>
/// <param name="Points">Single tasks: one row of each.</param>
/// <param name="Bytes">Of payloads, about.</param>
internal sealed record WindowReads(
    IReadOnlyList<WindowGroup> Groups, IReadOnlyList<LanePlace> Places, int Each, IReadOnlyList<LanePlace> Points, int Bytes);
