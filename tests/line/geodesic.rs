//! Lengths and places on the line against `GeodSolve` of `GeographicLib`, C. F. F. Karney's own program.

use std::io::Write;
use std::process::{Command, Stdio};

use mocgioi::exchange::geojson_line;
use mocgioi::geo::{LonLat, Metres, Polyline, distance};

/// A millimetre a kilometre.
const SHARE: f64 = 1e-6;

/// What `GeodSolve` answers to one question a line, to micrometres.
fn solved(options: &[&str], questions: &[String]) -> Vec<Vec<f64>> {
    let mut program = Command::new("GeodSolve")
        .args(options)
        .args(["-p", "6"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("GeodSolve, of the package geographiclib-tools");
    let mut stdin = program.stdin.take().unwrap();
    let input = questions.join("\n") + "\n";
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()).unwrap());
    let output = program.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    let answers: Vec<Vec<f64>> =
        text.lines().map(|line| line.split_whitespace().map(|word| word.parse().unwrap()).collect()).collect();
    assert_eq!(answers.len(), questions.len());
    answers
}

fn written(place: LonLat) -> String {
    format!("{:?} {:?}", place.lat(), place.lon())
}

/// Azimuth at the first place, azimuth at the second, metres, for each pair.
fn inverse(pairs: &[[LonLat; 2]]) -> Vec<Vec<f64>> {
    let questions: Vec<String> = pairs.iter().map(|[a, b]| format!("{} {}", written(*a), written(*b))).collect();
    solved(&["-i"], &questions)
}

fn edges(line: &[LonLat]) -> Vec<[LonLat; 2]> {
    line.array_windows().copied().collect()
}

/// Numbers from 0 to 1, the same on every run (Knuth's MMIX generator).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(self.0 >> 32).unwrap()) / f64::from(u32::MAX)
    }

    /// Crooked like a boundary: most edges some metres to a few hundred, few up to 20 km.
    fn line(&mut self) -> Vec<LonLat> {
        let mut at = (102.2 + 5.0 * self.next(), 10.5 + 12.0 * self.next());
        let mut heading = self.next() * std::f64::consts::TAU;
        (0..400)
            .map(|_| {
                heading += (self.next() - 0.5) * 2.0;
                let step = 10.0_f64.powf(-4.5 + 3.7 * self.next().powi(2));
                at = (at.0 + step * heading.cos(), at.1 + step * heading.sin());
                LonLat::new(at.0, at.1).unwrap()
            })
            .collect()
    }
}

/// A shipped line.
fn shipped(name: &str) -> Vec<LonLat> {
    let path = format!("{}/data/{name}.geojson", env!("CARGO_MANIFEST_DIR"));
    geojson_line::read(&path, &std::fs::read_to_string(&path).unwrap()).unwrap()
}

/// Random lines, and 200 km of the line with Laos around its longest edges (19 km).
fn lines() -> Vec<Vec<LonLat>> {
    let mut chance = Chance(2_026);
    let mut all: Vec<Vec<LonLat>> = (0..20).map(|_| chance.line()).collect();
    let laos = shipped("boundary-line-vn-la");
    let whole = Polyline::new(laos.iter().copied()).unwrap();
    let lengths: Vec<f64> = edges(&laos).iter().map(|[a, b]| distance(*a, *b).0).collect();
    let longest = (0..lengths.len()).max_by(|a, b| lengths[*a].total_cmp(&lengths[*b])).unwrap();
    assert!(lengths[longest] > 18_000.0);
    let before: f64 = lengths[..longest].iter().sum();
    all.push(whole.slice(Metres(before - 80_000.0), Metres(before + 120_000.0)).unwrap());
    all
}

#[test]
fn lines_are_as_long_as_geographiclib_says_to_a_millimetre_a_kilometre() {
    for line in lines() {
        let theirs: f64 = inverse(&edges(&line)).iter().map(|answer| answer[2]).sum();
        let ours = Polyline::new(line).unwrap().length().0;
        assert!((ours - theirs).abs() <= SHARE * theirs, "{ours} {theirs}");
    }
}

#[test]
fn whole_shipped_lines_are_as_long_as_geographiclib_says() {
    for name in ["boundary-line-vn-cn", "boundary-line-vn-kh", "boundary-line-vn-la"] {
        let line = shipped(name);
        let theirs: f64 = inverse(&edges(&line)).iter().map(|answer| answer[2]).sum();
        let ours = Polyline::new(line).unwrap().length().0;
        assert!((ours - theirs).abs() <= SHARE * theirs, "{name}: {ours} {theirs}");
    }
}

#[test]
fn a_measure_leads_to_the_place_that_the_direct_problem_gives() {
    let mut chance = Chance(1_378);
    for line in lines() {
        let edges: Vec<_> = edges(&line).into_iter().filter(|[a, b]| distance(*a, *b).0 > 1.0).collect();
        let asked: Vec<(f64, LonLat, String)> = inverse(&edges)
            .iter()
            .zip(&edges)
            .map(|(answer, [a, b])| {
                let along = answer[2] * chance.next();
                let ours = Polyline::new([*a, *b]).unwrap().at(Metres(along)).unwrap();
                (along, ours, format!("{} {:?} {along:?}", written(*a), answer[0]))
            })
            .collect();
        let questions: Vec<String> = asked.iter().map(|(_, _, question)| question.clone()).collect();
        for ((along, ours, question), answer) in asked.iter().zip(solved(&[], &questions)) {
            let theirs = LonLat::new(answer[1], answer[0]).unwrap();
            // GeodSolve gives the azimuth to 1e-11 degrees: far below a micrometre here.
            assert!(distance(*ours, theirs).0 <= SHARE * along + 1e-6, "{question}");
        }
    }
}

#[test]
fn distances_hold_all_over_the_world_for_near_and_nearly_opposite_places() {
    let mut chance = Chance(792);
    let pairs: Vec<[LonLat; 2]> = (0..2_000)
        .map(|case| {
            let a = [chance.next() * 360.0 - 180.0, chance.next() * 180.0 - 90.0];
            let step = 10.0_f64.powf(-7.0 + 8.0 * chance.next());
            let near = [a[0] + step * (chance.next() - 0.5), a[1] + step * (chance.next() - 0.5)];
            let [lon, lat] = if case % 4 == 0 { [near[0] + 180.0, -near[1]] } else { near };
            let b = [(lon + 180.0).rem_euclid(360.0) - 180.0, lat.clamp(-90.0, 90.0)];
            [a, b].map(|place| LonLat::try_from(place).unwrap())
        })
        .collect();
    for (pair, answer) in pairs.iter().zip(inverse(&pairs)) {
        let (ours, theirs) = (distance(pair[0], pair[1]).0, answer[2]);
        assert!((ours - theirs).abs() <= SHARE * theirs + 1e-6, "{pair:?}: {ours} {theirs}");
    }
}
