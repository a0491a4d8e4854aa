using System.Text.Json.Nodes;

namespace Switchyard.Acceptance.Yard;

/// <summary>A work package as a client reads it.</summary>
public sealed record Package(JsonNode Json)
{
    public string Name => (string)Json["name"]!;

    public IEnumerable<(int Row, int Column, string? Mapped)> Cea =>
        Json["targets"]!["cea"]!.AsArray().Select(target => ((int)target!["row_id"]!, (int)target["col_id"]!, (string?)target["mapped"]));

    public IEnumerable<(int Column, string? Mapped)> Cta =>
        Json["targets"]!["cta"]!.AsArray().Select(target => ((int)target!["col_id"]!, (string?)target["mapped"]));

    public IEnumerable<(int Subject, int Object, string? Mapped)> Cpa =>
        Json["targets"]!["cpa"]!.AsArray().Select(target => ((int)target!["sub_id"]!, (int)target["obj_id"]!, (string?)target["mapped"]));

    public string Cell(int row, int column) => (string)Json["data"]![column]![row]!;
}
