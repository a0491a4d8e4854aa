namespace Switchyard.Speed;

/// <summary>Two costs, measured in turn: what else the machine does meets both of them.</summary>
internal static class Ratio
{
    /// <summary>How often the first is contained in the second; the median of the rounds.</summary>
    public static async Task<double> OfAsync(int rounds, Func<Task<double>> first, Func<Task<double>> second)
    {
        List<double> ratios = [];
        for (var round = 0; round < rounds; round++)
        {
            var one = await first();
            ratios.Add(await second() / one);
        }

        ratios.Sort();
        TestContext.Current.SendDiagnosticMessage($"{ratios[rounds / 2]:F2} ({string.Join(' ', ratios.Select(ratio => $"{ratio:F2}"))})");
        return ratios[rounds / 2];
    }
}
