//! Which layers there are, their names, and what can be asked of each.

use crate::domain::record::Body;

/// A layer, in the order in which they are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LayerId {
    BoundaryLines,
    Markers,
    Segments,
    Objects,
    Hazards,
    Inspections,
    Works,
    Crossings,
    Tasks,
    Units,
    Rules,
    Duties,
    Channels,
    Patrols,
    Tracks,
    Readings,
    Incidents,
    DamageReports,
    Notices,
    Meetings,
    PatrolPlans,
    ProgressReports,
    SupervisionVisits,
    Urgings,
    Assignments,
    MapChecks,
    Warnings,
    ReportParts,
}

/// What is said of a layer to people and clients.
#[derive(Debug, Clone, Copy)]
pub struct About {
    pub id: &'static str,
    pub title_vi: &'static str,
    pub title_en: &'static str,
    pub description_vi: &'static str,
    pub description_en: &'static str,
    /// Properties that items can be selected by (`?condition=damaged`).
    pub queryables: &'static [&'static str],
}

impl LayerId {
    pub const ALL: [Self; 28] = [
        Self::BoundaryLines,
        Self::Markers,
        Self::Segments,
        Self::Objects,
        Self::Hazards,
        Self::Inspections,
        Self::Works,
        Self::Crossings,
        Self::Tasks,
        Self::Units,
        Self::Rules,
        Self::Duties,
        Self::Channels,
        Self::Patrols,
        Self::Tracks,
        Self::Readings,
        Self::Incidents,
        Self::DamageReports,
        Self::Notices,
        Self::Meetings,
        Self::PatrolPlans,
        Self::ProgressReports,
        Self::SupervisionVisits,
        Self::Urgings,
        Self::Assignments,
        Self::MapChecks,
        Self::Warnings,
        Self::ReportParts,
    ];

    /// The names of all, in that order.
    pub const NAMES: [&'static str; Self::ALL.len()] = {
        let mut names = [""; Self::ALL.len()];
        let mut n = 0;
        while n < names.len() {
            names[n] = Self::ALL[n].about().id;
            n += 1;
        }
        names
    };

    pub const fn index(self) -> usize {
        self as usize
    }

    pub fn named(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|layer| layer.about().id == id)
    }

    /// The layer that holds records of this kind; none for what is no map layer.
    pub const fn of(body: &Body) -> Option<Self> {
        Some(match body {
            Body::BoundaryLine(_) => Self::BoundaryLines,
            Body::Marker(_) => Self::Markers,
            Body::Object(_) => Self::Objects,
            Body::Hazard(_) => Self::Hazards,
            Body::Inspection(_) => Self::Inspections,
            Body::Works(_) => Self::Works,
            Body::Crossing(_) => Self::Crossings,
            Body::Task(_) => Self::Tasks,
            Body::Unit(_) => Self::Units,
            Body::Rule(_) => Self::Rules,
            Body::Duty(_) => Self::Duties,
            Body::Channel(_) => Self::Channels,
            Body::Patrol(_) => Self::Patrols,
            Body::Track(_) => Self::Tracks,
            Body::Measurement(_) => Self::Readings,
            Body::Incident(_) => Self::Incidents,
            Body::DamageReport(_) => Self::DamageReports,
            Body::Notice(_) | Body::Forward(_) => Self::Notices,
            Body::Meeting(_) => Self::Meetings,
            Body::PatrolPlan(_) => Self::PatrolPlans,
            Body::TaskReport(_) | Body::WorksReport(_) => Self::ProgressReports,
            Body::SupervisionVisit(_) => Self::SupervisionVisits,
            Body::Urging(_) => Self::Urgings,
            Body::Assignment(_) => Self::Assignments,
            Body::MapCheck(_) => Self::MapChecks,
            Body::Warning(_) => Self::Warnings,
            Body::ReportPart(_) => Self::ReportParts,
            // Shown with what they are about.
            Body::Import(_)
            | Body::Review(_)
            | Body::Tombstone(_)
            | Body::Relabel(_)
            | Body::ProgressStep(_)
            | Body::Answer(_)
            | Body::Acknowledgement(_)
            | Body::Counterpart(_)
            | Body::ExchangeFile(_)
            | Body::ApprovalRule(_)
            | Body::RuleEnd(_)
            | Body::Threshold(_)
            | Body::Narrative(_)
            | Body::IssuedReport(_)
            | Body::InspectionRule(_)
            | Body::Campaign(_)
            | Body::MethodApproval(_)
            | Body::Unread(_) => return None,
        })
    }

    #[expect(clippy::too_many_lines, reason = "a table")]
    pub const fn about(self) -> &'static About {
        match self {
            Self::BoundaryLines => &About {
                id: "boundary-lines",
                title_vi: "Đường biên giới",
                title_en: "Boundary lines",
                description_vi: "Đường biên giới trên đất liền, xếp theo thứ tự đánh số mốc. Sơ đồ, không dùng để xác định biên giới.",
                description_en: "Land boundary lines in the order of marker numbers. A sketch: not for saying where the boundary is.",
                queryables: &["line", "status"],
            },
            Self::Markers => &About {
                id: "markers",
                title_vi: "Mốc quốc giới",
                title_en: "Boundary markers",
                description_vi: "Mốc có tọa độ đã công bố (surveyed) và mốc chỉ biết số (vị trí tham khảo, suy theo số mốc).",
                description_en: "Markers with published coordinates (surveyed), and markers known by number alone (indicative positions).",
                queryables: &["line", "kind", "position_method", "attestation", "side"],
            },
            Self::Segments => &About {
                id: "segments",
                title_vi: "Đoạn biên giới",
                title_en: "Segments",
                description_vi: "Đoạn giữa hai mốc liền số có trong sổ đăng ký.",
                description_en: "Stretches between two registered markers that are neighbours by number.",
                queryables: &["line", "position_method", "risk_class", "risk_score", "inspection_state"],
            },
            Self::Objects => &About {
                id: "objects",
                title_vi: "Đối tượng khác cần kiểm tra",
                title_en: "Other objects to inspect",
                description_vi: "Vật đánh dấu đường biên, kè, sống núi, đường tuần tra, đường ra mốc, đồn trạm, mốc địa giới bản, xã.",
                description_en: "Other marks of the line, embankments, ridges, patrol roads, ways to markers, posts, marks of villages and communes.",
                queryables: &["line", "kind", "marker", "near_marker", "segment", "unit", "label", "review_state"],
            },
            Self::Hazards => &About {
                id: "hazards",
                title_vi: "Điểm sạt lở, vết nứt",
                title_en: "Hazards",
                description_vi: "Điểm sạt lở, nguy cơ cao sạt lở, vết nứt cần theo dõi. Điều tài liệu không nói thì ghi chưa rõ.",
                description_en: "Landslides, high landslide risk and cracks to be watched. What the document does not say is unknown.",
                queryables: &["line", "kind", "severity", "marker", "near_marker", "segment", "province", "document"],
            },
            Self::Inspections => &About {
                id: "inspections",
                title_vi: "Kiểm tra mốc và đường biên",
                title_en: "Inspections",
                description_vi: "Các lần kiểm tra mốc, hướng đi của đường biên giới và đối tượng khác.",
                description_en: "Inspections of markers, of the course of the line and of other objects.",
                queryables: &[
                    "line",
                    "marker",
                    "segment",
                    "object",
                    "condition",
                    "mode",
                    "unit",
                    "label",
                    "review_state",
                ],
            },
            Self::Works => &About {
                id: "works",
                title_vi: "Công trình",
                title_en: "Works",
                description_vi: "Công trình trong khu vực biên giới, mốc tiến độ theo lời văn tài liệu.",
                description_en: "Construction in the border area, with milestones in the documents' words.",
                queryables: &["line", "segment", "province", "document"],
            },
            Self::Crossings => &About {
                id: "crossings",
                title_vi: "Cửa khẩu, lối mở",
                title_en: "Crossings",
                description_vi: "Cửa khẩu, lối mở, đường chuyên dụng; cửa khẩu chưa mở ghi là planned.",
                description_en: "Crossings, local openings and freight roads; those not open yet are marked planned.",
                queryables: &["line", "kind", "status", "province", "document"],
            },
            Self::Tasks => &About {
                id: "tasks",
                title_vi: "Nhiệm vụ",
                title_en: "Tasks",
                description_vi: "Nhiệm vụ các tài liệu giao: chủ trì, phối hợp, thời hạn theo lời văn tài liệu.",
                description_en: "Tasks the documents give: lead, support and deadline in the documents' words.",
                queryables: &["line", "topic", "recurrence", "province", "document"],
            },
            Self::Units => &About {
                id: "units",
                title_vi: "Cơ quan, đơn vị",
                title_en: "Units",
                description_vi: "Cơ quan và đơn vị hành chính có tên trong tài liệu, có hiệu lực theo thời gian.",
                description_en: "Agencies and administrative units named in the documents, valid in time.",
                queryables: &["line", "kind", "province", "document"],
            },
            Self::Rules => &About {
                id: "rules",
                title_vi: "Quy định",
                title_en: "Rules",
                description_vi: "Yêu cầu thường xuyên về quản lý, bảo vệ đường biên, mốc giới. Không tài liệu nào nêu chu kỳ kiểm tra.",
                description_en: "Standing orders on how the line is looked after. No document sets an inspection interval.",
                queryables: &["line", "subject", "province", "document"],
            },
            Self::Duties => &About {
                id: "reporting-duties",
                title_vi: "Chế độ báo cáo",
                title_en: "Reporting duties",
                description_vi: "Ai báo cáo, gửi ai, kỳ nào.",
                description_en: "Who reports to whom, and for which period.",
                queryables: &["line", "province", "document"],
            },
            Self::Channels => &About {
                id: "channels",
                title_vi: "Kênh phối hợp với bên kia",
                title_en: "Channels with the other side",
                description_vi: "Kênh thông tin, giao ban, hội đàm, biên bản với phía bạn.",
                description_en: "Information channels, meetings, talks and minutes with the other side.",
                queryables: &["line", "kind", "other", "province", "document"],
            },
            Self::Patrols => &About {
                id: "patrols",
                title_vi: "Tuần tra",
                title_en: "Patrols",
                description_vi: "Các chuyến tuần tra: đơn vị, lực lượng, hình thức, thời gian. Đi được bao nhiêu thì xem độ phủ.",
                description_en: "Patrols: unit, force, mode and time. How much of the line was walked is in the coverage.",
                queryables: &["line", "segment", "mode", "force", "unit", "label", "review_state"],
            },
            Self::PatrolPlans => &About {
                id: "patrol-plans",
                title_vi: "Kế hoạch tuần tra",
                title_en: "Patrol plans",
                description_vi: "Chuyến tuần tra theo kế hoạch: đoạn, ngày, lực lượng. Đã thực hiện hay quá hạn thì xem /api/v1/patrol-plans.",
                description_en: "Patrols to be walked: stretch, days, forces. Which were, and which are late, is in /api/v1/patrol-plans.",
                queryables: &["line", "marker", "segment", "mode", "force", "unit", "label", "review_state"],
            },
            Self::ProgressReports => &About {
                id: "progress-reports",
                title_vi: "Báo cáo tiến độ",
                title_en: "Progress reports",
                description_vi: "Báo cáo kết quả nhiệm vụ và tiến độ công trình, nguyên lời văn báo cáo, kèm ngày tính đến và căn cứ.",
                description_en: "What was reported of tasks and works, in the words of the report, with its day and its evidence.",
                queryables: &["task", "works", "fact", "state", "segment", "unit", "label", "review_state"],
            },
            Self::SupervisionVisits => &About {
                id: "supervision-visits",
                title_vi: "Giám sát công trình tại chỗ",
                title_en: "Supervision visits",
                description_vi: "Các lần giám sát công trình tại hiện trường, đơn phương hoặc cùng phía bạn, và điều phát hiện.",
                description_en: "Visits where works are under way, alone or with the other side, and what was found.",
                queryables: &["works", "mode", "marker", "segment", "unit", "label", "review_state"],
            },
            Self::Urgings => &About {
                id: "urgings",
                title_vi: "Đôn đốc",
                title_en: "Urgings",
                description_vi: "Văn bản đôn đốc cơ quan về nhiệm vụ, công trình, chế độ báo cáo. Đôn đốc không phải giao việc.",
                description_en: "Reminders to agencies about tasks, works and reporting duties. To urge is not to assign.",
                queryables: &["target", "period", "to", "unit", "label"],
            },
            Self::Assignments => &About {
                id: "assignments",
                title_vi: "Giao việc",
                title_en: "Assignments",
                description_vi: "Nhiệm vụ cấp trên giao cho đơn vị cấp dưới: chủ trì, phối hợp, thời hạn, căn cứ.",
                description_en: "What a unit was assigned by one above it: lead, support, deadline, basis.",
                queryables: &["target", "to", "by", "unit", "label"],
            },
            Self::MapChecks => &About {
                id: "map-checks",
                title_vi: "Kiểm tra dùng bộ bản đồ chuẩn",
                title_en: "Checks of the standard map set",
                description_vi: "Kiểm tra việc dùng bộ bản đồ chuẩn trong quy hoạch, đất đai, xây dựng: kiểm tra ai, hồ sơ nào, kết quả.",
                description_en: "Whether plans, land files and works use the standard map set: who was checked, which file, what was found.",
                queryables: &["line", "used_for", "result", "marker", "segment", "unit", "label", "review_state"],
            },
            Self::Warnings => &About {
                id: "warnings",
                title_vi: "Cảnh báo mưa lớn, lũ quét, sạt lở đất",
                title_en: "Warnings",
                description_vi: "Cảnh báo của cơ quan dự báo: loại, cấp độ rủi ro 1 đến 5, thời gian có hiệu lực, nơi được nêu.",
                description_en: "Warnings of the forecasting agency: kind, level of risk 1 to 5, when in force, places named.",
                queryables: &["line", "kind", "marker", "segment", "unit", "label", "review_state"],
            },
            Self::ReportParts => &About {
                id: "report-parts",
                title_vi: "Phần báo cáo đã gửi",
                title_en: "Parts of reports",
                description_vi: "Phần báo cáo của từng cơ quan theo kỳ. Ai đã gửi, ai chưa thì xem /api/v1/reports/intake.",
                description_en: "What agencies sent for a period. Who has sent and who has not is in /api/v1/reports/intake.",
                queryables: &["duty", "period", "agency", "scope", "unit", "label", "review_state"],
            },
            Self::Tracks => &About {
                id: "tracks",
                title_vi: "Vết tuần tra",
                title_en: "Patrol tracks",
                description_vi: "Vết ghi bằng thiết bị của các chuyến tuần tra, vẽ gọn lại; chỗ ngừng ghi không nối liền.",
                description_en: "What patrols recorded, drawn with fewer places; pauses in the recording are not bridged.",
                queryables: &["patrol", "label", "review_state"],
            },
            Self::Readings => &About {
                id: "readings",
                title_vi: "Số đo theo dõi",
                title_en: "Readings of hazards",
                description_vi: "Số đo vết nứt, khối sạt, khoảng cách tới đường biên và mốc, kèm cách đo và sai số.",
                description_en: "Widths of cracks, moved volume, distances to line and marker, with method and uncertainty.",
                queryables: &["hazard", "method", "unit", "label", "review_state"],
            },
            Self::Incidents => &About {
                id: "incidents",
                title_vi: "Vụ việc",
                title_en: "Incidents",
                description_vi: "Vụ việc, vi phạm ở khu vực biên giới và bước xử lý.",
                description_en: "Incidents and violations in the border area, and how far they are dealt with.",
                queryables: &["line", "kind", "progress", "marker", "segment", "unit", "label", "review_state"],
            },
            Self::DamageReports => &About {
                id: "damage-reports",
                title_vi: "Báo cáo hư hỏng",
                title_en: "Damage reports",
                description_vi: "Báo cáo cấp có thẩm quyền về hư hỏng, kèm đề xuất khắc phục, số văn bản, nơi nhận.",
                description_en: "Reports of damage to the competent authority, with proposed remedy, number and addressee.",
                queryables: &["finding", "unit", "label", "review_state"],
            },
            Self::Notices => &About {
                id: "notices",
                title_vi: "Thông báo với phía bạn",
                title_en: "Notices",
                description_vi: "Thông báo đến, đi giữa hai bên (tích, xả nước hồ, dịch bệnh, cháy rừng…) và việc chuyển xuống đơn vị.",
                description_en: "Notices between the two sides (reservoirs, disease, forest fire …), and to whom they were passed on.",
                queryables: &["direction", "kind", "notice", "to", "unit", "label"],
            },
            Self::Meetings => &About {
                id: "meetings",
                title_vi: "Hội đàm, giao ban",
                title_en: "Meetings",
                description_vi: "Các cuộc gặp với phía bạn: thành phần, điều đã thống nhất.",
                description_en: "Meetings with the other side: who sat there and what was agreed.",
                queryables: &["line", "kind", "marker", "segment", "unit", "label", "review_state"],
            },
        }
    }
}
