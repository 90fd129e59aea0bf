using System.Text.Json;
using DeepPuzzles.Experiments.Laboratory;

namespace DeepPuzzles.Experiments.Tests.Laboratory;

public class SettingTests
{
    public sealed record Lists
    {
        [Setting("none at first", Low = 1)] public IReadOnlyList<int> None { get; init; } = [];
        [Setting("none at first", Low = 1)] public IReadOnlyList<double> NoneReal { get; init; } = [];
        [Setting("at least one", Low = 1)] public IReadOnlyList<int> Some { get; init; } = [3];
    }

    public static TheoryData<object> All { get; } =
        [.. Puzzles.All.SelectMany(puzzle => new[] { puzzle.Defaults(full: false), puzzle.Defaults(full: true) }), new Lists(), new Lists { None = [1], NoneReal = [1.5, 2] }];

    [Theory]
    [MemberData(nameof(All))]
    public void What_a_result_says_of_settings_reads_back(object settings)
    {
        object read = Activator.CreateInstance(settings.GetType())!;
        foreach (Setting setting in Setting.Of(settings.GetType()))
        {
            string text = setting.Text(settings);
            byte[] bytes = JsonText.Write(json =>
            {
                json.WriteStartObject();
                json.Setting(setting.Name, text);
                json.WriteEndObject();
            });
            using var file = JsonDocument.Parse(bytes);
            read = setting.With(read, file.RootElement.GetProperty(setting.Name).Setting());
            Assert.Equal(text, setting.Text(read));
        }
    }

    [Fact]
    public void A_list_may_be_empty_where_its_default_is()
    {
        IReadOnlyList<Setting> settings = Setting.Of(typeof(Lists));
        var full = new Lists { None = [1], NoneReal = [2] };
        Assert.Empty(((Lists)settings[0].With(full, "")).None);
        Assert.Empty(((Lists)settings[1].With(full, "")).NoneReal);
        Assert.Contains("the default is some=3", Assert.Throws<UsageException>(() => settings[2].With(full, "")).Message, StringComparison.Ordinal);
        Assert.Throws<UsageException>(() => settings[0].With(full, "1,"));
        Assert.Throws<UsageException>(() => settings[0].With(full, "0"));
    }
}
