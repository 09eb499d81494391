//! What `mocgioi user` can be told.

use clap::{Args, Subcommand};
use uuid::Uuid;

use super::place::DatabaseOptions;

#[derive(Debug, Args)]
pub struct UserCommand {
    #[command(subcommand)]
    pub what: UserAction,
    #[command(flatten)]
    pub place: DatabaseOptions,
    /// Hạn của mật khẩu dùng một lần · hours that a password for one use lives [default: 72]
    #[arg(long, global = true, env = "MOCGIOI_ONE_TIME_PASSWORD_HOURS", value_name = "N")]
    pub one_time_password_hours: Option<u32>,
    /// Answer as JSON
    #[arg(long, global = true)]
    pub json: bool,
}

#[derive(Debug, Subcommand)]
pub enum UserAction {
    /// Thêm tài khoản; in mật khẩu dùng một lần · add an account; prints a password for one use
    Add {
        name: String,
        /// The person's name, in words
        #[arg(long, default_value = "")]
        title: String,
        #[command(flatten)]
        place: PlaceOptions,
    },
    /// Liệt kê tài khoản, vai trò, thiết bị, mã truy cập · list accounts, roles, devices, tokens
    List,
    /// Khóa tài khoản ngay · let an account in no more, at once
    Disable { name: String },
    /// Mở lại tài khoản · let an account in again
    Enable { name: String },
    /// Đặt mật khẩu dùng một lần (cả khi quản trị quên mật khẩu); mọi phiên và mã truy cập của tài khoản hết giá trị · a new
    /// password for one use, for a lost one; the account's sessions and tokens end
    ResetPassword { name: String },
    /// Cho vào bằng nơi xác nhận khác (OpenID Connect) · let an account in as whom an issuer knows
    Link {
        name: String,
        #[command(flatten)]
        link: LinkOptions,
    },
    /// Thôi việc ấy · end that
    Unlink(LinkOptions),
    /// Giao vai trò · give a role
    Grant {
        name: String,
        #[command(flatten)]
        place: PlaceOptions,
    },
    /// Thôi một vai trò (mã từ `user list`) · take a role away (its id is in `user list`)
    End { membership: Uuid },
    /// Tạo mã truy cập cho chương trình; chỉ in một lần · make a token for a program; printed once
    Token {
        name: String,
        /// What it is for
        #[arg(long)]
        title: String,
        /// What it may do, no more than its owner: `read_internal`, `record`, … with commas
        #[arg(long, value_delimiter = ',', default_value = "read_internal")]
        may: Vec<String>,
        /// How long it lives, at most 400
        #[arg(long, default_value_t = 90)]
        days: u32,
    },
    /// Thu hồi mã truy cập ngay · take a token back, at once
    RevokeToken { id: Uuid },
    /// Thêm hoặc sửa đơn vị · add or change a unit
    Unit {
        /// Short name of a-z, 0-9 and hyphens
        key: String,
        /// Needed for a new unit; of one that is there, what is not given stays
        #[arg(long)]
        title: Option<String>,
        /// The unit above
        #[arg(long)]
        parent: Option<String>,
        /// First day, as 2025-07-01
        #[arg(long)]
        from: Option<String>,
        /// Last day
        #[arg(long)]
        to: Option<String>,
        /// The unit that took over
        #[arg(long)]
        successor: Option<String>,
    },
    /// Ghi nhận thiết bị của đơn vị; in mã của nó một lần · enrol a device of a unit; prints its token once
    Device {
        title: String,
        #[arg(long)]
        unit: String,
    },
    /// Thiết bị mất: mọi mã của nó hết giá trị · a lost device: its tokens are worth nothing from now on
    RevokeDevice { id: Uuid },
    /// Ai đã đổi gì về ai · who changed what about whom
    Log,
}

#[derive(Debug, Args)]
pub struct LinkOptions {
    /// As the issuer writes itself, such as `https://id.example`
    #[arg(long)]
    pub issuer: String,
    /// Whom it knows: its `sub`, which lasts
    #[arg(long)]
    pub subject: String,
}

#[derive(Debug, Args)]
pub struct PlaceOptions {
    /// viewer, inspector, commander, supervisor, planner, `foreign_affairs`, auditor, administrator
    #[arg(long)]
    pub role: Option<String>,
    /// Unit; over all units unless given
    #[arg(long)]
    pub unit: Option<String>,
    /// Part of the line, such as VN-LA:140..160; may be given again; the whole line unless given
    #[arg(long)]
    pub range: Vec<String>,
    /// Last day of the role, as 2026-12-31
    #[arg(long)]
    pub until: Option<String>,
}
